// Package disclosing reads out what the record holds about people: to the person
// themselves, or to whoever may ask for it by law. A packet gathers what every
// capability tells, marks what is about somebody else, is reviewed thing by thing,
// and leaves with a proof: exactly what it covers, and a word for everything that
// was left out.
//
// What was handed over is not kept. The record keeps that it was: for whom, on
// which ground, how much, and a sum by which the paper can be known again.
package disclosing
