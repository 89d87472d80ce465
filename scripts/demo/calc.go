package main

import (
	"encoding/json"
	"fmt"
	"os/exec"
)

// calc asks the offline calculator for one figure, as a dealer would.
func (d *demo) calc(field, subject string, flags ...string) (string, error) {
	out, err := exec.CommandContext(d.ctx, d.kokusaid, append([]string{"calc", subject}, flags...)...).Output()
	if err != nil {
		return "", fmt.Errorf("calc %s %v: %w", subject, flags, err)
	}
	var answer map[string]any
	if err := json.Unmarshal(out, &answer); err != nil {
		return "", fmt.Errorf("calc %s: %w", subject, err)
	}
	text, ok := answer[field].(string)
	if !ok {
		return "", fmt.Errorf("calc %s has no %s: %s", subject, field, out)
	}
	return text, nil
}
