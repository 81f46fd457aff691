package dev.lifeboat.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.ByteArrayInputStream;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/// XML-RPC for the tests, with answers as JSON nodes: what carries no type tag is text.
final class XmlCalls {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private XmlCalls() {}

    static String request(String method, List<Object> parameters) {
        var xml = new StringBuilder("<methodCall><methodName>" + method + "</methodName><params>");
        parameters.forEach(
                parameter -> xml.append("<param>").append(value(parameter)).append("</param>"));
        return xml.append("</params></methodCall>").toString();
    }

    private static String value(Object value) {
        return switch (value) {
            case Boolean truth -> "<value><boolean>" + (truth ? 1 : 0) + "</boolean></value>";
            case Double number -> "<value><double>" + number + "</double></value>";
            case Number number -> "<value>" + number + "</value>";
            case Collection<?> items ->
                "<value><array><data>"
                        + String.join("", items.stream().map(XmlCalls::value).toList()) + "</data></array></value>";
            case Map<?, ?> members ->
                "<value><struct>"
                        + String.join(
                                "",
                                members.entrySet().stream()
                                        .map(member -> "<member><name>" + member.getKey() + "</name>"
                                                + value(member.getValue()) + "</member>")
                                        .toList())
                        + "</struct></value>";
            default ->
                "<value><string>" + value.toString().replace("&", "&amp;").replace("<", "&lt;") + "</string></value>";
        };
    }

    static JsonNode response(byte[] body) {
        try {
            var document =
                    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(body));
            return node((Element) document.getElementsByTagName("value").item(0));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode node(Element value) {
        var typed = child(value);
        if (typed == null) {
            return NODES.textNode(value.getTextContent());
        }
        return switch (typed.getTagName()) {
            case "boolean" -> NODES.booleanNode(typed.getTextContent().equals("1"));
            case "double" -> NODES.numberNode(Double.parseDouble(typed.getTextContent()));
            case "i4" -> NODES.numberNode(Integer.parseInt(typed.getTextContent()));
            case "array" -> {
                var array = NODES.arrayNode();
                for (var each = child(typed).getFirstChild(); each != null; each = each.getNextSibling()) {
                    array.add(node((Element) each));
                }
                yield array;
            }
            case "struct" -> {
                var object = NODES.objectNode();
                for (var each = typed.getFirstChild(); each != null; each = each.getNextSibling()) {
                    var name = (Element) each.getFirstChild();
                    object.set(name.getTextContent(), node((Element) name.getNextSibling()));
                }
                yield object;
            }
            default -> NODES.textNode(typed.getTextContent());
        };
    }

    private static Element child(Element parent) {
        for (Node each = parent.getFirstChild(); each != null; each = each.getNextSibling()) {
            if (each instanceof Element element) {
                return element;
            }
        }
        return null;
    }
}
