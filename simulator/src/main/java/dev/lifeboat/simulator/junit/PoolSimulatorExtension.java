package dev.lifeboat.simulator.junit;

import dev.lifeboat.simulator.PoolOptions;
import dev.lifeboat.simulator.PoolSimulator;
import dev.lifeboat.simulator.control.Control;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// A pool for the tests of a class: `@RegisterExtension static` gives all of them one pool, without `static` each gets
/// its own. After each test all faults end. Tests may take a `PoolSimulator` or a `Control` as a parameter.
public final class PoolSimulatorExtension
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback, ParameterResolver {
    private final PoolOptions options;
    private Optional<PoolSimulator> pool = Optional.empty();
    private boolean shared;

    private PoolSimulatorExtension(PoolOptions options) {
        this.options = options;
    }

    public static PoolSimulatorExtension with(PoolOptions options) {
        return new PoolSimulatorExtension(options);
    }

    public PoolSimulator pool() {
        return pool.orElseThrow(() -> new IllegalStateException("the pool runs only while tests do"));
    }

    public Control control() {
        return pool().control();
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        shared = true;
        pool = Optional.of(PoolSimulator.start(options));
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        if (!shared) {
            pool = Optional.of(PoolSimulator.start(options));
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (shared) {
            control().clearFaults();
        } else {
            close();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close();
    }

    private void close() {
        pool.ifPresent(PoolSimulator::close);
        pool = Optional.empty();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        var type = parameter.getParameter().getType();
        return type == PoolSimulator.class || type == Control.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Control.class ? control() : pool();
    }
}
