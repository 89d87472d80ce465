// Package internal holds the vectors that the pure packages below it are checked against.
package internal
