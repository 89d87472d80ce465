package scenario

import (
	"fmt"
	"os"
	"strings"
)

// answerMark begins each line that says what came of a command.
const answerMark = "  > "

// command is one command of a script with what the script says came of it.
type command struct {
	line   int
	text   []string // as written: the first line and its continuations
	words  []string
	answer []string
}

// script is a text cut into commands and the prose between them.
type script struct {
	path     string
	commands []command
	prose    map[int][]string // by the number of the command that follows
}

func readScript(path string) (*script, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	s := &script{path: path, prose: map[int][]string{}}
	for i, line := range strings.Split(strings.TrimSuffix(string(content), "\n"), "\n") {
		if err := s.add(i+1, line); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, i+1, err)
		}
	}
	for i := range s.commands {
		c := &s.commands[i]
		if c.words, err = split(strings.Join(c.text, " ")); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, c.line, err)
		}
	}
	return s, nil
}

func (s *script) add(number int, line string) error {
	trimmed := strings.TrimSpace(line)
	switch {
	case trimmed == "" || strings.HasPrefix(trimmed, "#"):
		s.prose[len(s.commands)] = append(s.prose[len(s.commands)], line)
		return nil
	case !strings.HasPrefix(line, " "):
		s.commands = append(s.commands, command{line: number, text: []string{line}})
		return nil
	case len(s.commands) == 0 || len(s.prose[len(s.commands)]) > 0:
		return fmt.Errorf("%q belongs to no command", line)
	}
	last := &s.commands[len(s.commands)-1]
	if answer, ok := strings.CutPrefix(line+" ", answerMark); ok { // an empty answer may have lost its blank
		answer = strings.TrimSuffix(answer, " ")
		last.answer = append(last.answer, answer)
		return nil
	}
	if len(last.answer) > 0 {
		return fmt.Errorf("%q stands after an answer", line)
	}
	last.text = append(last.text, line)
	return nil
}

// write returns the script with the given answers.
func (s *script) write(answers [][]string) string {
	var out strings.Builder
	for i := range len(s.commands) + 1 {
		for _, line := range s.prose[i] {
			out.WriteString(line + "\n")
		}
		if i == len(s.commands) {
			break
		}
		for _, line := range s.commands[i].text {
			out.WriteString(line + "\n")
		}
		for _, line := range answers[i] {
			out.WriteString(strings.TrimRight(answerMark+line, " ") + "\n")
		}
	}
	return out.String()
}

// split cuts a line into words at blanks that do not stand between double quotes, which it takes away.
func split(line string) (words []string, err error) {
	var word strings.Builder
	quoted, begun := false, false
	for _, r := range line {
		switch {
		case r == '"':
			quoted, begun = !quoted, true
		case r == ' ' && !quoted:
			if begun {
				words = append(words, word.String())
			}
			word.Reset()
			begun = false
		default:
			word.WriteRune(r)
			begun = true
		}
	}
	if quoted {
		return nil, fmt.Errorf("a quote is not closed")
	}
	if begun {
		words = append(words, word.String())
	}
	return words, nil
}
