package dev.lifeboat.xen.fake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/// XML-RPC by hand, as a server of XAPI writes and reads it.
public final class Xml {

    private Xml() {}

    /// A request, taken apart.
    public record Call(String method, List<Object> parameters) {}

    public static Call call(byte[] request) {
        try {
            var document = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new ByteArrayInputStream(request))
                    .getDocumentElement();
            var parameters = new ArrayList<>();
            child(document, "params")
                    .forEach(params -> children(params, "param")
                            .forEach(param -> parameters.add(
                                    value(children(param, "value").findFirst().orElseThrow()))));
            String method =
                    children(document, "methodName").findFirst().orElseThrow().getTextContent();
            return new Call(method, parameters);
        } catch (Exception e) {
            throw new IllegalArgumentException(new String(request, UTF_8), e);
        }
    }

    public static byte[] success(Object value) {
        return response(Map.of("Status", "Success", "Value", value));
    }

    public static byte[] failure(String code, Object... parameters) {
        var description = Stream.concat(Stream.of(code), Stream.of(parameters)).toList();
        return response(Map.of("Status", "Failure", "ErrorDescription", description));
    }

    private static byte[] response(Object envelope) {
        return ("<?xml version=\"1.0\"?><methodResponse><params><param>" + write(envelope)
                        + "</param></params></methodResponse>")
                .getBytes(UTF_8);
    }

    public static String write(Object value) {
        return switch (value) {
            case Boolean bool -> "<value><boolean>" + (bool ? 1 : 0) + "</boolean></value>";
            case Double number -> "<value><double>" + number + "</double></value>";
            case List<?> list ->
                list.stream()
                        .map(Xml::write)
                        .collect(Collectors.joining("", "<value><array><data>", "</data></array></value>"));
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(entry -> "<member><name>" + escaped(entry.getKey()) + "</name>" + write(entry.getValue())
                                + "</member>")
                        .collect(Collectors.joining("", "<value><struct>", "</struct></value>"));
            default -> "<value>" + escaped(value) + "</value>";
        };
    }

    private static String escaped(Object text) {
        return text.toString().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static Object value(Element value) {
        var typed = children(value, "*").findFirst();
        if (typed.isEmpty()) {
            return value.getTextContent();
        }
        var element = typed.get();
        return switch (element.getTagName()) {
            case "boolean" -> element.getTextContent().equals("1");
            case "double" -> Double.valueOf(element.getTextContent());
            case "array" ->
                child(element, "data")
                        .flatMap(data -> children(data, "value"))
                        .map(Xml::value)
                        .toList();
            case "struct" -> struct(element);
            default -> element.getTextContent();
        };
    }

    private static Map<String, Object> struct(Element struct) {
        var map = new LinkedHashMap<String, Object>();
        children(struct, "member")
                .forEach(member -> map.put(
                        children(member, "name").findFirst().orElseThrow().getTextContent(),
                        value(children(member, "value").findFirst().orElseThrow())));
        return map;
    }

    private static Stream<Element> child(Element parent, String name) {
        return children(parent, name).limit(1);
    }

    private static Stream<Element> children(Element parent, String name) {
        var nodes = parent.getChildNodes();
        return IntStream.range(0, nodes.getLength())
                .mapToObj(nodes::item)
                .filter(node -> node.getNodeType() == Node.ELEMENT_NODE)
                .map(Element.class::cast)
                .filter(element -> name.equals("*") || element.getTagName().equals(name));
    }
}
