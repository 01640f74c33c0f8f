"""Runs a command in a pseudo-terminal, types a text at a prompt, and prints the output of the terminal."""
import os
import pty
import select
import sys
import time

prompt, text, command = sys.argv[1].encode(), sys.argv[2].encode(), sys.argv[3:]
child, terminal = pty.fork()
if child == 0:
    os.environ["TERM"] = "dumb"
    os.execvp(command[0], command)

# The shell queries the position of the cursor before it reads a key. At that time echo is off.
shown, query, answered, deadline = b"", b"\x1b[6n", 0, time.monotonic() + 60
keys = [bytes([key]) for key in text + b"\r"]
while time.monotonic() < deadline:
    if not select.select([terminal], [], [], 1)[0]:
        continue
    try:
        piece = os.read(terminal, 4096)
    except OSError:
        break
    if not piece:
        break
    shown += piece
    queries = shown.count(query) - answered
    answered += queries
    for _ in range(queries):
        os.write(terminal, b"\x1b[1;1R")
    if prompt in shown and queries and keys:
        os.write(terminal, b"".join(keys))
        keys = []
else:
    os.kill(child, 9)
os.waitpid(child, 0)
sys.stdout.write(shown.decode(errors="replace"))
