const wordsOf = (text: string) => text.trim().split(/\s+/);

export const FIRST_NAMES = wordsOf(`
  Abigail Adam Aisha Alan Alejandra Alexander Amara Amir Ana Anders Anna Anton Beatriz Ben Bianca Björn
  Brigitte Bruno Camila Carlos Catherine Chiara Chloé Clara Daniel David Deepa Diego Dmitri Elena Elif
  Emeka Emil Emma Erik Eva Fatima Felix Fernando Frida Gabriel Giulia Grace Gunnar Hana Hannah Hans Helen
  Henry Ida Ines Ingrid Isaac Ivan Jack Jan Jane Jasmine Jens João John Jonas José Julia Kamal Karen Karim
  Katarzyna Kenji Kofi Lars Laura Leila Lena Leo Liam Linh Lucas Lucía Magnus Maja Marco Maria Marie Marta
  Martin Mary Mateo Maximilian Mei Michael Miguel Mohamed Mónica Nadia Natalia Nina Noah Nora Olga Oliver
  Omar Oscar Pablo Paul Paula Peter Petra Priya Rachel Rafael Ravi Renée Robert Rosa Ruth Samir Samuel
  Sara Sean Silvia Sofia Søren Stefan Susan Tariq Teresa Thomas Tim Uma Valentina Vera Victor Wanjiru
  William Yasmin Yusuf Zoë Zofia
`);

export const LAST_NAMES = wordsOf(`
  Abdi Ahmed Almeida Andersen Andersson Bakker Banerjee Barbieri Becker Bennett Berg Bianchi Bondarenko
  Brown Campbell Carvalho Castillo Chen Clarke Costa Çelik Davies Demir Dubois Dvořák Edwards Eriksen
  Evans Ferrari Fischer Fofanah Fournier García Gomez González Green Gupta Haddad Hall Hansen Hernández
  Hoffmann Horvat Hughes Ibrahim Ivanova Jackson Jensen Johansson Johnson Jones Kaya Keller Khan Kim
  Kowalski Kováč Kruger Kumar Lambert Larsen Lee Lindqvist López Łuczak Mancini Marino Martínez Mbeki
  Mehta Meyer Moreau Morris Müller Nagy Ndiaye Nguyen Nielsen Novák Nowak Núñez Okafor Olsen Oliveira Osei
  Ødegård Patel Pereira Petrov Popescu Rahman Ramírez Reid Ricci Rivera Roberts Rossi Roux Sánchez Santos
  Schmidt Schneider Sharma Silva Singh Smith Sørensen Suzuki Svensson Tanaka Taylor Thomsen Torres Tran
  Turner Vargas Vasquez Visser Wagner Walker Wang Weber White Williams Wilson Wójcik Wright Yılmaz Zhang
  Zimmermann
`);

export const MIDDLE_NAMES = wordsOf(`
  Alice Chidi Elena Grace Ines Jo Lee Luc Mae Maria Noor Otto Rae René Sol Tomás Uwe Xavier Yu Zélie
`);

export const DEPARTMENTS = wordsOf('Engineering Finance Legal People Sales Support Warehouse');

/** First and last names that forms and databases have trouble with. */
export const TROUBLESOME_NAMES = `
  Sinéad | O'Brien
  Conor | O’Sullivan
  Mattia | D'Angelo
  Awa | N'Dour
  Jean-Luc | Moreau-Lefèvre
  María José | García López
  Ana | de la Cruz
  Pieter | van der Berg
  Ludwig | von und zu Hohenfels
  Lena | Müller-Lüdenscheidt
  João | dos Santos e Silva
  Robert | Taylor Jr.
  J | Q
  X | Wu
  Mei | O
  Ø | Å
  Łukasz | Żółć
  Đorđe | Šćepanović
  Þór | Æðarson
  Straße | Größe
  İpek | Işık
  Νίκος | Παπαδόπουλος
  Ольга | Щербакова
  太郎 | 山田
  美咲 | 佐藤
  小明 | 王
  지민 | 김
  ليلى | حداد
  สมชาย | ใจดี
  Anne  Marie | Du Pont
  Wolfeschlegelsteinhausenbergerdorff | Papadimitrakopoulos-Featherstonehaugh
  null | Null
  </script> | <b>Bold</b>
  =1+1 | Formula
  Zoë "Zo" | Comma, Inc
  🎉 | Party
`
  .trim()
  .split('\n')
  .map((line) => line.trim().split(' | '))
  .map(([firstName = '', lastName = '']) => ({ firstName, lastName }));
