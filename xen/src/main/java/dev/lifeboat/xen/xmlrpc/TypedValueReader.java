package dev.lifeboat.xen.xmlrpc;

import java.io.CharArrayReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// Reads a document that is one value, from somebody who is not believed: no declarations of types or
/// entities, and no depth that costs stack.
public final class TypedValueReader {

    private static final Set<String> SCALARS =
            Set.of("string", "int", "i4", "i8", "boolean", "double", "dateTime.iso8601", "base64", "nil");
    private static final int DEEPEST_VALUE = 50;

    private final XMLStreamReader xml;

    private TypedValueReader(XMLStreamReader xml) {
        this.xml = xml;
    }

    /// Reads it.
    ///
    /// @throws MalformedXmlRpcException it is no value
    public static TypedValue read(byte[] document) throws MalformedXmlRpcException {
        try {
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(document));
            var xml = factory().createXMLStreamReader(new CharArrayReader(text.array(), 0, text.limit()));
            var reader = new TypedValueReader(xml);
            reader.open("value");
            var value = reader.value(0);
            while (xml.hasNext()) {
                reader.refuseText(xml.next());
            }
            return value;
        } catch (XMLStreamException | CharacterCodingException | RuntimeException e) {
            throw new MalformedXmlRpcException("Not an XML-RPC value: " + e.getMessage(), e);
        }
    }

    private static XMLInputFactory factory() {
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        // Java counts every escaped character against these. No entity can be declared, and whoever calls
        // bounds the size of the document.
        factory.setProperty("jdk.xml.maxGeneralEntitySizeLimit", "0");
        factory.setProperty("jdk.xml.totalEntitySizeLimit", "0");
        return factory;
    }

    /// Reads from behind `<value>` to behind `</value>`.
    private TypedValue value(int depth) throws XMLStreamException {
        if (depth > DEEPEST_VALUE) {
            throw wrong("values nested deeper than " + DEEPEST_VALUE);
        }
        var text = new StringBuilder();
        while (true) {
            switch (xml.next()) {
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.SPACE -> text.append(xml.getText());
                case XMLStreamConstants.END_ELEMENT -> {
                    return TypedValue.text(text.toString());
                }
                case XMLStreamConstants.START_ELEMENT -> {
                    if (!text.toString().isBlank()) {
                        throw wrong("text beside a type");
                    }
                    var typed = typed(xml.getLocalName(), depth);
                    close();
                    return typed;
                }
                case XMLStreamConstants.COMMENT -> {}
                default -> throw wrong("something that no value holds");
            }
        }
    }

    private TypedValue typed(String tag, int depth) throws XMLStreamException {
        return switch (tag) {
            case "struct" -> struct(depth);
            case "array" -> array(depth);
            default -> {
                if (!SCALARS.contains(tag)) {
                    throw wrong("a type '" + tag + "'");
                }
                yield new TypedValue.Scalar(tag, xml.getElementText());
            }
        };
    }

    private TypedValue struct(int depth) throws XMLStreamException {
        Map<String, TypedValue> members = new LinkedHashMap<>();
        while (opens("member")) {
            open("name");
            String name = xml.getElementText();
            open("value");
            members.put(name, value(depth + 1));
            close();
        }
        return new TypedValue.Struct(members);
    }

    private TypedValue array(int depth) throws XMLStreamException {
        var items = new ArrayList<TypedValue>();
        open("data");
        while (opens("value")) {
            items.add(value(depth + 1));
        }
        close();
        return new TypedValue.Array(items);
    }

    private void open(String tag) throws XMLStreamException {
        if (!opens(tag)) {
            throw wrong("an end in place of <" + tag + ">");
        }
    }

    /// Whether this element comes next; otherwise the one around it has ended.
    private boolean opens(String tag) throws XMLStreamException {
        while (true) {
            int event = xml.next();
            switch (event) {
                case XMLStreamConstants.START_ELEMENT -> {
                    if (!xml.getLocalName().equals(tag)) {
                        throw wrong("<" + xml.getLocalName() + "> in place of <" + tag + ">");
                    }
                    return true;
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    return false;
                }
                default -> refuseText(event);
            }
        }
    }

    private void close() throws XMLStreamException {
        int event = xml.next();
        while (event != XMLStreamConstants.END_ELEMENT) {
            refuseText(event);
            event = xml.next();
        }
    }

    private void refuseText(int event) throws XMLStreamException {
        boolean nothing = event == XMLStreamConstants.COMMENT
                || event == XMLStreamConstants.SPACE
                || event == XMLStreamConstants.END_DOCUMENT
                || (event == XMLStreamConstants.CHARACTERS && xml.getText().isBlank());
        if (!nothing) {
            throw wrong("something between its parts");
        }
    }

    private XMLStreamException wrong(String what) {
        return new XMLStreamException(what, xml.getLocation());
    }
}
