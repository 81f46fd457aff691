package dev.lifeboat.simulator.api;

import dev.lifeboat.simulator.rpc.XapiError;

/// A point in the pool's history: two zero-padded numbers, of which both count the same generations here.
record EventToken(long generation) {
    static EventToken of(long generation) {
        return new EventToken(generation);
    }

    static EventToken parse(String text) {
        if (text.isEmpty()) {
            return new EventToken(0);
        }
        if (!text.matches("[0-9]{1,18},[0-9]{1,18}")) {
            throw XapiError.of("EVENT_FROM_TOKEN_PARSE_FAILURE", text);
        }
        return new EventToken(Long.parseLong(text.substring(text.indexOf(',') + 1)));
    }

    @Override
    public String toString() {
        return "%018d,%018d".formatted(generation, generation);
    }
}
