package dev.lifeboat.simulator.api;

/// A call of the API: how many arguments it takes besides the session, and how it runs.
record Method(String name, int least, int most, Mode mode, Handler handler) {
    /// How a call uses the database.
    enum Mode {
        /// Field access and queries: atomic, and without an asynchronous form.
        FIELD,
        /// Atomic; can also run as a task.
        ATOMIC,
        /// Takes time and locks only step by step; can also run as a task.
        LONG,
        /// Takes time, and has no asynchronous form.
        WAITING
    }

    interface Handler {
        Object handle(Call call);
    }

    boolean asynchronous() {
        return mode == Mode.ATOMIC || mode == Mode.LONG;
    }

    boolean atomic() {
        return mode == Mode.ATOMIC || mode == Mode.FIELD;
    }
}
