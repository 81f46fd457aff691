package dev.lifeboat.simulator.api;

import java.util.List;

/// How a host is. The zero case is that it works.
public sealed interface HostCondition {
    record Working() implements HostCondition {}

    /// Crashed, switched off or rebooting: nobody answers at its addresses.
    record Unreachable() implements HostCondition {}

    /// It answers, but nearly every call with this error, as `HOST_STILL_BOOTING`.
    record Emergency(String code, List<String> parameters) implements HostCondition {
        public Emergency {
            parameters = List.copyOf(parameters);
        }
    }
}
