# The catalogues (texts/LANG.txt) and how a step looks on the screen.

title_of() { entry "$1" | head -n 1; }
text_of() { entry "$1" | tail -n +2; }
entry() { awk -v name="[$1]" '/^\[/ {inside = ($0 == name); next} inside' "$here/texts/$language.txt"; }

show_heading() { printf '\n%s── %s ──%s\n' "$bold" "$1" "$plain"; }

show_meaning() {
  local text
  text=$(text_of "$1")
  [ -z "$text" ] || printf '%s\n' "$text" | wrapped
}

# English is wrapped at words; Chinese has none to wrap at, so the terminal may do it.
wrapped() { if [ "$language" = en ]; then fmt -w 100; else cat; fi; }

# commands_of TEXT: the single commands of a step, NUL behind each; one goes on after a backslash, inside a here-document
# and until a process substitution is closed.
commands_of() {
  awk '
    { printf "%s%s", (open ? "\n" : ""), $0; open = 1 }
    inside && $0 == inside { inside = ""; if (substitution) { substitution = 0; next } }
    inside { next }
    match($0, /<<\x27?[A-Z]+/) {
      inside = substr($0, RSTART, RLENGTH)
      gsub(/[<\x27]/, "", inside)
      substitution = /<\(/
      next
    }
    /\\$/ { next }
    { printf "%c", 0; open = 0 }' <<<"$1"
}

show_command() { printf '%s$ %s%s\n' "$green" "$1" "$plain"; }

ask_to_go_on() {
  [ "$pause" = yes ] || return 0
  local line
  printf '%s[%s]%s ' "$dim" "$(title_of ui.pause)" "$plain"
  read -r line </dev/tty || exit 130
}
