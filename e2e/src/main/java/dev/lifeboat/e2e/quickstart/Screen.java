package dev.lifeboat.e2e.quickstart;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Prints the story. On a terminal a block of lines can be drawn again in place; elsewhere each block is printed once,
/// when it is final, and steps are plain lines.
final class Screen {
    private final PrintStream out;
    private final boolean terminal;
    private int drawn;

    Screen(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    void say(String line) {
        erase();
        out.println(line);
    }

    void heading(String text) {
        say("");
        say(terminal ? "\u001b[1m" + text + "\u001b[0m" : text);
    }

    /// A step that is done.
    void done(String step, String what, Instant since) {
        say(String.format(
                "  %s %-10s %-74s %6s",
                terminal ? "\u001b[32m✓\u001b[0m" : "ok",
                step,
                what,
                Text.seconds(Duration.between(since, Instant.now()))));
    }

    /// Draws lines that the next call may replace. Not on a terminal, nothing is printed until [#settle].
    void draw(List<String> lines) {
        if (terminal) {
            erase();
            lines.forEach(out::println);
            drawn = lines.size();
            out.flush();
        }
    }

    /// Prints lines for good.
    void settle(List<String> lines) {
        erase();
        lines.forEach(out::println);
    }

    void failure(String line) {
        erase();
        out.println(terminal ? "\u001b[31m✗ " + line + "\u001b[0m" : "FAILED " + line);
    }

    private void erase() {
        if (drawn > 0) {
            // Cursor up by as many lines as were drawn, then clear to the end of the screen.
            out.printf("\u001b[%dA\u001b[0J", drawn);
            drawn = 0;
        }
    }
}
