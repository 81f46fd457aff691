package dev.lifeboat.simulator.api;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// All calls by name. A later registration replaces an earlier one, so that a class can refine its generic setters.
public final class MethodTable {
    private final Map<String, Method> methods = new HashMap<>();
    private final Map<String, Method> underscored = new HashMap<>();
    private final Set<String> removed = new HashSet<>();
    private final Set<String> sessionless = new HashSet<>();

    void field(String name, int arguments, Method.Handler handler) {
        add(new Method(name, arguments, arguments, Method.Mode.FIELD, handler));
    }

    void atomic(String name, int arguments, Method.Handler handler) {
        atomic(name, arguments, arguments, handler);
    }

    void atomic(String name, int least, int most, Method.Handler handler) {
        add(new Method(name, least, most, Method.Mode.ATOMIC, handler));
    }

    void lasting(String name, int least, int most, Method.Handler handler) {
        add(new Method(name, least, most, Method.Mode.LONG, handler));
    }

    void waiting(String name, int arguments, Method.Handler handler) {
        add(new Method(name, arguments, arguments, Method.Mode.WAITING, handler));
    }

    /// A call that needs no session and is answered before this table is asked.
    void listed(String name) {
        sessionless.add(name);
    }

    /// A call that earlier releases had: known, but it answers only that it is gone.
    void removed(String name) {
        removed.add(name);
    }

    boolean isRemoved(String name) {
        return removed.contains(name);
    }

    Optional<Method> find(String name) {
        return Optional.ofNullable(methods.get(name)).or(() -> Optional.ofNullable(underscored.get(name)));
    }

    List<String> names() {
        var names = new ArrayList<>(methods.keySet());
        names.addAll(sessionless);
        methods.values().stream()
                .filter(Method::asynchronous)
                .map(method -> "Async." + method.name())
                .forEach(names::add);
        return names.stream().sorted().toList();
    }

    private void add(Method method) {
        methods.put(method.name(), method);
        underscored.put(method.name().replaceFirst("\\.", "_"), method);
    }
}
