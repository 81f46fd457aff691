package dev.lifeboat.xen.xmlrpc;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A value that remembers how it was tagged, so that what is read can be written again as it was.
public sealed interface TypedValue {

    /// A value without parts.
    ///
    /// @param tag empty where the value had none, as XAPI writes strings and integers
    record Scalar(String tag, String text) implements TypedValue {}

    /// Values in order.
    record Array(List<TypedValue> items) implements TypedValue {

        public Array {
            items = List.copyOf(items);
        }
    }

    /// Values by name, in order.
    record Struct(Map<String, TypedValue> members) implements TypedValue {

        public Struct {
            members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }

        /// A member's text; empty when it is not there, or has parts.
        public String text(String member) {
            return members.get(member) instanceof Scalar scalar ? scalar.text() : "";
        }

        /// A member with members; one without any when it is not there.
        public Struct struct(String member) {
            return members.get(member) instanceof Struct struct ? struct : new Struct(Map.of());
        }

        /// The same with one member replaced or added.
        public Struct with(String member, TypedValue value) {
            var changed = new LinkedHashMap<>(members);
            changed.put(member, value);
            return new Struct(changed);
        }

        /// The same without one member.
        public Struct without(String member) {
            var changed = new LinkedHashMap<>(members);
            changed.remove(member);
            return new Struct(changed);
        }
    }

    /// Strings, integers and refs, as XAPI writes them.
    static Scalar text(String text) {
        return new Scalar("", text);
    }

    static Scalar bool(boolean value) {
        return new Scalar("boolean", value ? "1" : "0");
    }

    /// From a tree of strings, booleans, doubles, lists and maps.
    static TypedValue of(Object plain) {
        return switch (plain) {
            case String text -> text(text);
            case Boolean value -> bool(value);
            case Integer number -> text(number.toString());
            case Long number -> text(number.toString());
            case Number number -> new Scalar("double", number.toString());
            case List<?> list -> new Array(list.stream().map(TypedValue::of).toList());
            case Map<?, ?> map -> {
                var members = new LinkedHashMap<String, TypedValue>();
                map.forEach((name, value) -> members.put(String.valueOf(name), of(value)));
                yield new Struct(members);
            }
            default ->
                throw new IllegalArgumentException(
                        "XAPI has no type for " + plain.getClass().getName());
        };
    }
}
