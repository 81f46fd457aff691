package dev.lifeboat.simulator.rpc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// JSON-RPC in its two shapes: version 2 where the request says so, version 1 otherwise. Old servers have quirks of
/// their own (facts, sections 1.1 and 1.3).
public final class JsonRpc {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private JsonRpc() {}

    /// A request with what its answer has to repeat.
    public record Envelope(RpcRequest request, JsonNode id, boolean versionTwo) {}

    /// What a release does differently.
    public record Dialect(boolean wholeFloats, boolean errorObjects, boolean earlyErrorObjects) {
        public static final Dialect CURRENT = new Dialect(true, true, true);

        boolean objectFor(XapiError error) {
            return errorObjects && (earlyErrorObjects || !error.isEarly());
        }
    }

    public static Envelope read(byte[] body) {
        return read(body, Dialect.CURRENT);
    }

    public static Envelope read(byte[] body, Dialect dialect) {
        try {
            var root = JSON.readTree(body);
            var id = root.path("id");
            if (!root.path("method").isTextual() || !(id.isTextual() || id.isIntegralNumber())) {
                throw new MalformedRequest("a JSON-RPC call needs a method and an id that is an int or a string");
            }
            List<Object> params = new ArrayList<>();
            root.path("params").forEach(param -> params.add(value(param, dialect)));
            var request = new RpcRequest(root.path("method").asText(), params);
            return new Envelope(request, id, root.path("jsonrpc").asText().equals("2.0"));
        } catch (IOException e) {
            throw new MalformedRequest("not JSON: " + e.getMessage(), e);
        }
    }

    public static byte[] success(Envelope call, Object result) {
        var answer = start(call);
        answer.set("result", node(result));
        if (!call.versionTwo()) {
            answer.putNull("error");
        }
        return finish(call, answer);
    }

    public static byte[] failure(Envelope call, XapiError error) {
        return failure(call, error, Dialect.CURRENT);
    }

    public static byte[] failure(Envelope call, XapiError error, Dialect dialect) {
        boolean object = call.versionTwo() && dialect.objectFor(error);
        var answer = object ? start(call) : NODES.objectNode();
        if (object) {
            // The numeric code is always 1; the message carries XAPI's code.
            var details = answer.putObject("error").put("code", 1).put("message", error.code());
            details.set("data", node(error.parameters()));
        } else {
            answer.putNull("result").set("error", node(error.description()));
        }
        return finish(call, answer);
    }

    private static ObjectNode start(Envelope call) {
        var answer = NODES.objectNode();
        return call.versionTwo() ? answer.put("jsonrpc", "2.0") : answer;
    }

    private static byte[] finish(Envelope call, ObjectNode answer) {
        answer.set("id", call.id());
        try {
            return JSON.writeValueAsBytes(answer);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write a JSON-RPC answer", e);
        }
    }

    private static Object value(JsonNode node, Dialect dialect) {
        return switch (node.getNodeType()) {
            case STRING -> node.textValue();
            case BOOLEAN -> node.booleanValue();
            case NUMBER -> number(node, dialect);
            case ARRAY -> array(node, dialect);
            case OBJECT -> object(node, dialect);
            case NULL -> "";
            default -> throw new MalformedRequest("no value for JSON " + node.getNodeType());
        };
    }

    /// An Integer is a number that this release takes for an int only, never for a float.
    private static Object number(JsonNode node, Dialect dialect) {
        if (!node.isIntegralNumber()) {
            return node.doubleValue();
        }
        return dialect.wholeFloats() || !node.canConvertToInt() ? (Object) node.longValue() : (Object) node.intValue();
    }

    private static List<Object> array(JsonNode node, Dialect dialect) {
        List<Object> items = new ArrayList<>();
        node.forEach(item -> items.add(value(item, dialect)));
        return items;
    }

    private static Map<String, Object> object(JsonNode node, Dialect dialect) {
        Map<String, Object> members = new LinkedHashMap<>();
        node.properties().forEach(member -> members.put(member.getKey(), value(member.getValue(), dialect)));
        return members;
    }

    private static JsonNode node(Object value) {
        return switch (value) {
            case String text -> NODES.textNode(text);
            case Long number -> NODES.numberNode(number);
            case Integer number -> NODES.numberNode(number);
            case Double number -> NODES.numberNode(number);
            case Boolean truth -> NODES.booleanNode(truth);
            case Instant time -> NODES.textNode(CompactTime.format(time));
            case Collection<?> items -> {
                var array = NODES.arrayNode();
                items.forEach(item -> array.add(node(item)));
                yield array;
            }
            case Map<?, ?> members -> {
                var object = NODES.objectNode();
                members.forEach((name, member) -> object.set((String) name, node(member)));
                yield object;
            }
            default -> throw new IllegalArgumentException("no JSON form for " + value.getClass());
        };
    }
}
