package dev.lifeboat.agent.cli;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// Exit codes of the commands for people. Scripts depend on them: a number never changes its meaning.
enum Exit {
    DONE(0, "done"),
    UNEXPECTED(1, "something went wrong that nobody thought of; please report it"),
    USAGE(2, "the command line is wrong"),
    NOT_FOUND(3, "there is no such repository, recovery point or disk"),
    DAMAGED(4, "damage was found: what, and what it touches, is in the output"),
    UNAVAILABLE(5, "the storage did not answer; the same command may succeed later"),
    KEY(6, "the key is wrong or missing"),
    REFUSED(7, "refused, since it could do harm; the message says how to insist"),
    DENIED(8, "the storage does not allow it, or cannot do it"),
    NEWER_FORMAT(9, "a newer release is needed to read this"),
    INTERRUPTED(130, "ended by Ctrl-C; nothing half-written is left"),
    TERMINATED(143, "ended by SIGTERM; nothing half-written is left");

    private final int number;
    private final String meaning;

    Exit(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    int number() {
        return number;
    }

    /// As picocli wants it for `--help`.
    static Map<String, String> meanings() {
        var meanings = new LinkedHashMap<String, String>();
        Arrays.stream(values()).forEach(exit -> meanings.put(Integer.toString(exit.number), exit.meaning));
        return meanings;
    }
}
