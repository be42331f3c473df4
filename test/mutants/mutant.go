package main

import (
	"go/ast"
	"go/parser"
	"go/token"
)

// mutant is one change to a file: what stands in its place between two offsets.
type mutant struct {
	from, to int
	text     string
	line     int
	what     string
}

// turned are the operators and what they are turned into.
var turned = map[token.Token]string{
	token.EQL: "!=", token.NEQ: "==", token.LSS: "<=", token.LEQ: "<", token.GTR: ">=", token.GEQ: ">",
	token.LAND: "||", token.LOR: "&&", token.ADD: "-", token.SUB: "+", token.MUL: "/", token.QUO: "*",
}

// mutantsOf lists the mutants of a file.
func mutantsOf(name string, source []byte) (list []mutant, err error) {
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, name, source, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	at := func(from, to token.Pos, text, what string) {
		list = append(list, mutant{set.Position(from).Offset, set.Position(to).Offset, text, set.Position(from).Line, what})
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BinaryExpr:
			if to, ok := turned[n.Op]; ok && !text(n.X) && !text(n.Y) {
				at(n.OpPos, n.OpPos+token.Pos(len(n.Op.String())), to, n.Op.String()+" becomes "+to)
			}
		case *ast.UnaryExpr:
			if n.Op == token.NOT {
				at(n.OpPos, n.OpPos+1, "", "a not is gone")
			}
		case *ast.IfStmt:
			if n.Init == nil && !failing(n.Cond) {
				at(n.Cond.Pos(), n.Cond.End(), "false", "an if is never so")
			}
		case *ast.Ident:
			if other := map[string]string{"true": "false", "false": "true"}[n.Name]; other != "" {
				at(n.Pos(), n.End(), other, n.Name+" becomes "+other)
			}
		case *ast.IncDecStmt:
			at(n.TokPos, n.TokPos+2, map[token.Token]string{token.INC: "--", token.DEC: "++"}[n.Tok], "counts the other way")
		case *ast.GenDecl:
			return n.Tok != token.IMPORT
		}
		return true
	})
	return list, nil
}

// text reports whether an expression is a string for certain: adding those up
// cannot be turned.
func text(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.BasicLit:
		return e.Kind == token.STRING && len(e.Value) > 2
	case *ast.BinaryExpr:
		return e.Op == token.ADD && (text(e.X) || text(e.Y))
	}
	return false
}

// failing reports whether a condition asks for an error of what is below: disks
// that fail are tried elsewhere (P3, P4).
func failing(cond ast.Expr) bool {
	b, ok := cond.(*ast.BinaryExpr)
	if !ok {
		return false
	}
	x, ok := b.X.(*ast.Ident)
	return ok && x.Name == "err"
}
