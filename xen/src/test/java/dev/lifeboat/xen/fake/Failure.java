package dev.lifeboat.xen.fake;

import java.util.List;

/// How a scripted call fails.
public final class Failure extends RuntimeException {

    private final String code;
    private final List<String> parameters;

    public Failure(String code, String... parameters) {
        super(code);
        this.code = code;
        this.parameters = List.of(parameters);
    }

    public String code() {
        return code;
    }

    public List<String> parameters() {
        return parameters;
    }
}
