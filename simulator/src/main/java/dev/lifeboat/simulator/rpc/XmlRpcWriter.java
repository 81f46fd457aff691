package dev.lifeboat.simulator.rpc;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/// Writes responses exactly as XAPI does: strings and 64-bit ints carry no type tag.
public final class XmlRpcWriter {
    private final StringBuilder xml = new StringBuilder(1024);

    private XmlRpcWriter() {}

    public static byte[] success(Object result) {
        return response(envelope("Success", "Value", result));
    }

    public static byte[] failure(XapiError error) {
        return response(envelope("Failure", "ErrorDescription", error.description()));
    }

    private static Map<String, Object> envelope(String status, String name, Object value) {
        var members = new LinkedHashMap<String, Object>();
        members.put("Status", status);
        members.put(name, value);
        return members;
    }

    /// The bare value without the envelope; only `system.listMethods` answers like this.
    public static byte[] response(Object value) {
        var writer = new XmlRpcWriter();
        writer.xml.append("<?xml version=\"1.0\"?><methodResponse><params><param>");
        writer.value(value);
        writer.xml.append("</param></params></methodResponse>");
        return writer.xml.toString().getBytes(StandardCharsets.UTF_8);
    }

    /// A value alone, as `task.result` holds it.
    public static String fragment(Object value) {
        var writer = new XmlRpcWriter();
        writer.value(value);
        return writer.xml.toString();
    }

    private void value(Object value) {
        xml.append("<value>");
        switch (value) {
            case String text -> escape(text);
            case Long number -> xml.append(number);
            case Integer number -> xml.append("<i4>").append(number).append("</i4>");
            case Double number -> xml.append("<double>").append(plain(number)).append("</double>");
            case Boolean truth ->
                xml.append("<boolean>").append(truth ? '1' : '0').append("</boolean>");
            case Instant time ->
                xml.append("<dateTime.iso8601>")
                        .append(CompactTime.format(time))
                        .append("</dateTime.iso8601>");
            case Collection<?> items -> array(items);
            case Map<?, ?> members -> struct(members);
            default -> throw new IllegalArgumentException("no XML-RPC form for " + value.getClass());
        }
        xml.append("</value>");
    }

    private void array(Collection<?> items) {
        xml.append("<array><data>");
        items.forEach(this::value);
        xml.append("</data></array>");
    }

    private void struct(Map<?, ?> members) {
        xml.append("<struct>");
        members.forEach((name, value) -> {
            xml.append("<member><name>");
            escape((String) name);
            xml.append("</name>");
            value(value);
            xml.append("</member>");
        });
        xml.append("</struct>");
    }

    static String plain(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? Long.toString((long) number)
                : Double.toString(number);
    }

    private void escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> xml.append("&amp;");
                case '<' -> xml.append("&lt;");
                case '>' -> xml.append("&gt;");
                case '"' -> xml.append("&quot;");
                case '\'' -> xml.append("&apos;");
                case '\r' -> xml.append("&#13;");
                default -> xml.append(c);
            }
        }
    }
}
