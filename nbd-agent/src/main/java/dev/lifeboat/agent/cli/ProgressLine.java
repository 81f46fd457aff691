package dev.lifeboat.agent.cli;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Function;

/// Says how far a command is: one line that is written over where a person watches, a line every ten seconds
/// elsewhere, nothing at all if asked to be quiet. Safe for any number of threads.
final class ProgressLine implements AutoCloseable {

    private static final Duration BLINK = Duration.ofMillis(200);
    private static final Duration SELDOM = Duration.ofSeconds(10);
    private static final int BAR = 30;
    private static final String CLEAR = "\r\u001b[K";

    private final Terminal terminal;
    private final boolean quiet;
    private final Clock clock;
    private final Instant start;
    private Instant next;
    private boolean shown;

    ProgressLine(Terminal terminal, boolean quiet, Clock clock) {
        this.terminal = terminal;
        this.quiet = quiet;
        this.clock = clock;
        this.start = clock.instant();
        this.next = terminal.interactive() ? start : start.plus(SELDOM);
    }

    /// @param all 0 if nobody knows
    void show(String what, long doneBytes, long all) {
        show(taken -> text(what, doneBytes, all, taken));
    }

    /// Something that is not counted in bytes.
    void say(String text) {
        show(_ -> text);
    }

    private synchronized void show(Function<Duration, String> line) {
        var now = clock.instant();
        if (quiet || now.isBefore(next)) {
            return;
        }
        next = now.plus(terminal.interactive() ? BLINK : SELDOM);
        var text = line.apply(Duration.between(start, now));
        if (terminal.interactive()) {
            terminal.err().print(CLEAR + text);
            shown = true;
        } else {
            terminal.err().println(text);
        }
        terminal.err().flush();
    }

    private static String text(String what, long done, long all, Duration taken) {
        var rate = taken.toMillis() < 1000 ? "" : ", " + Sizes.text(done * 1000 / taken.toMillis()) + "/s";
        if (all <= 0) {
            return what + " " + Sizes.text(done) + rate;
        }
        double part = Math.min(1, (double) done / all);
        int filled = (int) (part * BAR);
        return what + " [" + "#".repeat(filled) + "-".repeat(BAR - filled) + "] "
                + String.format(Locale.ROOT, "%.1f%%", part * 100) + ", " + Sizes.text(done) + " of "
                + Sizes.text(all) + rate;
    }

    @Override
    public synchronized void close() {
        if (shown) {
            terminal.err().print(CLEAR);
            terminal.err().flush();
            shown = false;
        }
    }
}
