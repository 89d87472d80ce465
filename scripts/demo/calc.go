package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os/exec"
)

// calc asks the offline calculator for one figure, as a dealer would.
func (d *demo) calc(field, subject string, flags ...string) (string, error) {
	answer, err := d.answer(subject, flags...)
	if err != nil {
		return "", err
	}
	text, ok := answer[field].(string)
	if !ok {
		return "", fmt.Errorf("calc %s has no %s: %v", subject, field, answer)
	}
	return text, nil
}

// answer asks the offline calculator and returns all its figures.
func (d *demo) answer(subject string, flags ...string) (answer map[string]any, err error) {
	out, err := exec.CommandContext(d.ctx, d.kokusaid, append([]string{"calc", subject}, flags...)...).Output()
	if err != nil {
		return nil, fmt.Errorf("calc %s %v: %w", subject, flags, err)
	}
	decoder := json.NewDecoder(bytes.NewReader(out))
	decoder.UseNumber()
	if err := decoder.Decode(&answer); err != nil {
		return nil, fmt.Errorf("calc %s: %w", subject, err)
	}
	return answer, nil
}
