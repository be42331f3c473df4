// Package web is the kit that the pages of every capability are built from:
// routes that name their permission, requests that know who asks, forms that
// lose nothing, pages that are sent whole or not at all, and one place where a
// fault becomes an answer.
//
// It knows no capability. The composition root hands it routes, navigation,
// panels and the places where sessions and forms are kept.
package web
