package dev.lifeboat.simulator.rpc;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// Reads a `methodCall`. Document types and external entities are off, so a body cannot make the server fetch anything.
public final class XmlRpcReader {
    private static final int DEEPEST_NESTING = 64;

    private final XMLStreamReader xml;
    private int depth;

    private XmlRpcReader(XMLStreamReader xml) {
        this.xml = xml;
    }

    public static RpcRequest read(byte[] body) {
        return parse(body, XmlRpcReader::methodCall);
    }

    /// A value alone, as archives hold it.
    public static Object value(byte[] body) {
        return parse(body, reader -> {
            reader.expect("value");
            return reader.value();
        });
    }

    private interface Parsing<T> {
        T of(XmlRpcReader reader) throws XMLStreamException;
    }

    private static <T> T parse(byte[] body, Parsing<T> parsing) {
        var factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        try {
            var xml = factory.createXMLStreamReader(new ByteArrayInputStream(body), "UTF-8");
            return parsing.of(new XmlRpcReader(xml));
        } catch (XMLStreamException e) {
            throw new MalformedRequest("not an XML-RPC call: " + e.getMessage(), e);
        }
    }

    private RpcRequest methodCall() throws XMLStreamException {
        expect("methodCall");
        expect("methodName");
        var method = xml.getElementText().strip();
        var params = new ArrayList<>();
        if (nextTag() == XMLStreamConstants.START_ELEMENT) {
            require("params");
            while (nextTag() == XMLStreamConstants.START_ELEMENT) {
                require("param");
                expect("value");
                params.add(value());
                end("param");
            }
        }
        return new RpcRequest(method, params);
    }

    /// Called on the start of `value`, returns on its end.
    private Object value() throws XMLStreamException {
        if (++depth > DEEPEST_NESTING) {
            throw new MalformedRequest("values are nested deeper than " + DEEPEST_NESTING);
        }
        var text = new StringBuilder();
        while (true) {
            switch (xml.next()) {
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
                    text.append(xml.getText());
                case XMLStreamConstants.START_ELEMENT -> {
                    var typed = typed(xml.getLocalName());
                    end("value");
                    depth--;
                    return typed;
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    depth--;
                    return text.toString();
                }
                default -> {
                    // Comments and processing instructions carry nothing.
                }
            }
        }
    }

    private Object typed(String tag) throws XMLStreamException {
        return switch (tag) {
            case "string" -> xml.getElementText();
            case "int", "i4", "i8" -> whole(xml.getElementText());
            case "double" -> real(xml.getElementText());
            case "boolean" -> truth(xml.getElementText());
            case "dateTime.iso8601" -> CompactTime.parse(xml.getElementText().strip());
            case "array" -> array();
            case "struct" -> struct();
            case "nil" -> {
                xml.getElementText();
                yield "";
            }
            default -> throw new MalformedRequest("no such XML-RPC type: " + tag);
        };
    }

    private List<Object> array() throws XMLStreamException {
        expect("data");
        var items = new ArrayList<>();
        while (nextTag() == XMLStreamConstants.START_ELEMENT) {
            require("value");
            items.add(value());
        }
        end("array");
        return items;
    }

    private Map<String, Object> struct() throws XMLStreamException {
        var members = new LinkedHashMap<String, Object>();
        while (nextTag() == XMLStreamConstants.START_ELEMENT) {
            require("member");
            expect("name");
            var name = xml.getElementText();
            expect("value");
            members.put(name, value());
            end("member");
        }
        return members;
    }

    private int nextTag() throws XMLStreamException {
        return xml.nextTag();
    }

    private void expect(String tag) throws XMLStreamException {
        if (nextTag() != XMLStreamConstants.START_ELEMENT) {
            throw new MalformedRequest("expected <" + tag + "> but found </" + xml.getLocalName() + ">");
        }
        require(tag);
    }

    private void require(String tag) {
        if (!xml.getLocalName().equals(tag)) {
            throw new MalformedRequest("expected <" + tag + "> but found <" + xml.getLocalName() + ">");
        }
    }

    private void end(String tag) throws XMLStreamException {
        if (nextTag() != XMLStreamConstants.END_ELEMENT) {
            throw new MalformedRequest("expected </" + tag + "> but found <" + xml.getLocalName() + ">");
        }
    }

    private static Long whole(String text) {
        try {
            return Long.valueOf(text.strip());
        } catch (NumberFormatException e) {
            throw new MalformedRequest("not an int: " + text, e);
        }
    }

    private static Double real(String text) {
        try {
            return Double.valueOf(text.strip());
        } catch (NumberFormatException e) {
            throw new MalformedRequest("not a double: " + text, e);
        }
    }

    private static Boolean truth(String text) {
        return switch (text.strip()) {
            case "1" -> true;
            case "0" -> false;
            default -> throw new MalformedRequest("not a boolean: " + text);
        };
    }
}
