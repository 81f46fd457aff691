package dev.lifeboat.simulator.api;

import dev.lifeboat.simulator.database.Database;
import dev.lifeboat.simulator.database.Entity;
import dev.lifeboat.simulator.database.FieldType;
import dev.lifeboat.simulator.rpc.XapiError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One call in progress: who calls, on which host, with which arguments (the session left out).
public record Call(
        Pool pool, Host host, String method, String sessionRef, List<Object> arguments, Optional<Entity> task) {
    /// What a call without a result returns.
    public static final String VOID = "";

    private static final FieldType TEXT = new FieldType.Text();

    /// The same call, run as a task.
    Call in(Entity itsTask) {
        return new Call(pool, host, method, sessionRef, arguments, Optional.of(itsTask));
    }

    public Database database() {
        return pool.database();
    }

    public boolean has(int index) {
        return index < arguments.size();
    }

    public Object raw(int index) {
        return arguments.get(index);
    }

    public String text(int index) {
        return (String) accept(TEXT, index);
    }

    public String text(int index, String fallback) {
        return has(index) ? text(index) : fallback;
    }

    public long number(int index) {
        return (Long) accept(new FieldType.Int(), index);
    }

    public double real(int index) {
        return (Double) accept(new FieldType.Real(), index);
    }

    public boolean flag(int index) {
        return (Boolean) accept(new FieldType.Bool(), index);
    }

    public List<String> texts(int index) {
        var items = new ArrayList<String>();
        for (var item : (List<?>) accept(new FieldType.SetOf(TEXT), index)) {
            items.add((String) item);
        }
        return items;
    }

    public Object accept(FieldType type, int index) {
        return type.accept("argument " + (index + 1) + " of " + method, arguments.get(index));
    }

    /// The object an argument refers to, or `HANDLE_INVALID`.
    public Entity object(int index, String type) {
        return database().require(type, text(index));
    }

    public Map<String, Object> struct(int index) {
        if (arguments.get(index) instanceof Map<?, ?> members) {
            var struct = new LinkedHashMap<String, Object>();
            members.forEach((name, value) -> struct.put((String) name, value));
            return struct;
        }
        throw XapiError.of("XMLRPC_UNMARSHAL_FAILURE", "struct", "other");
    }

    /// The task that operations of this call are shown under.
    public String operationKey() {
        return task.map(Entity::ref).orElse("OpaqueRef:" + sessionRef.replace("OpaqueRef:", ""));
    }
}
