package dev.lifeboat.devcluster.cel;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import dev.lifeboat.devcluster.cel.Function.Argument;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The functions Kubernetes adds to CEL: lists, regular expressions, quantities, URLs, text formatting.
final class Library {
    private static final CelType QUANTITY = OpaqueType.create("kubernetes.Quantity");
    private static final CelType URL = OpaqueType.create("kubernetes.URL");
    private static final Argument<Quantity> A_QUANTITY = new Argument<>(QUANTITY, Quantity.class);
    private static final Argument<String> A_TEXT = new Argument<>(SimpleType.STRING, String.class);

    private Library() {}

    static List<CelFunctionDecl> declarations() {
        return functions().stream().collect(Collectors.groupingBy(Function::name)).entrySet().stream()
                .map(named -> CelFunctionDecl.newFunctionDeclaration(
                        named.getKey(),
                        named.getValue().stream().map(Function::declaration).toList()))
                .toList();
    }

    static List<CelFunctionBinding> bindings() {
        return functions().stream().map(Function::binding).toList();
    }

    private static List<Function> functions() {
        var functions = new ArrayList<Function>();
        functions.addAll(lists());
        functions.addAll(texts());
        functions.addAll(quantities());
        functions.addAll(urls());
        return functions;
    }

    private static List<Function> lists() {
        var anyList = new Argument<>(Function.ANY_LIST, List.class);
        var anyItem = new Argument<>(Function.ANY_ITEM, Object.class);
        return List.of(
                Function.member("isSorted", SimpleType.BOOL, Function.ANY_LIST, List.class, Lists::sorted),
                Function.member("min", Function.ANY_ITEM, Function.ANY_LIST, List.class, Lists::smallest),
                Function.member("max", Function.ANY_ITEM, Function.ANY_LIST, List.class, Lists::largest),
                Function.listMember("sum", SimpleType.INT, SimpleType.INT, Lists::sumOfIntegers),
                Function.listMember("sum", SimpleType.DOUBLE, SimpleType.DOUBLE, Lists::sumOfDoubles),
                Function.member("indexOf", SimpleType.INT, anyList, anyItem, (list, item) -> (long) list.indexOf(item)),
                Function.member("lastIndexOf", SimpleType.INT, anyList, anyItem, (list, item) ->
                        (long) list.lastIndexOf(item)));
    }

    private static List<Function> texts() {
        var aList = new Argument<>(ListType.create(SimpleType.DYN), List.class);
        return List.of(
                Function.member("find", SimpleType.STRING, A_TEXT, A_TEXT, Texts::find),
                Function.member("findAll", ListType.create(SimpleType.STRING), A_TEXT, A_TEXT, Texts::findAll),
                Function.member("format", SimpleType.STRING, A_TEXT, aList, Texts::format));
    }

    private static List<Function> quantities() {
        var bool = SimpleType.BOOL;
        return List.of(
                Function.global("quantity", QUANTITY, SimpleType.STRING, String.class, Quantity::require),
                Function.global(
                        "isQuantity",
                        bool,
                        SimpleType.STRING,
                        String.class,
                        text -> Quantity.parse(text).isPresent()),
                Function.member("isInteger", bool, QUANTITY, Quantity.class, Quantity::integral),
                Function.member(
                        "asInteger",
                        SimpleType.INT,
                        QUANTITY,
                        Quantity.class,
                        amount -> amount.value().longValueExact()),
                Function.member(
                        "asApproximateFloat",
                        SimpleType.DOUBLE,
                        QUANTITY,
                        Quantity.class,
                        amount -> amount.value().doubleValue()),
                Function.member("sign", SimpleType.INT, QUANTITY, Quantity.class, amount ->
                        (long) amount.value().signum()),
                Function.member("isGreaterThan", bool, A_QUANTITY, A_QUANTITY, (a, b) -> a.compareTo(b) > 0),
                Function.member("isLessThan", bool, A_QUANTITY, A_QUANTITY, (a, b) -> a.compareTo(b) < 0),
                Function.member("compareTo", SimpleType.INT, A_QUANTITY, A_QUANTITY, (a, b) -> (long) a.compareTo(b)),
                Function.member(
                        "add",
                        QUANTITY,
                        A_QUANTITY,
                        A_QUANTITY,
                        (a, b) -> new Quantity(a.value().add(b.value()))),
                Function.member(
                        "sub",
                        QUANTITY,
                        A_QUANTITY,
                        A_QUANTITY,
                        (a, b) -> new Quantity(a.value().subtract(b.value()))));
    }

    private static List<Function> urls() {
        var text = SimpleType.STRING;
        return List.of(
                Function.global("url", URL, text, String.class, Texts::url),
                Function.global("isURL", SimpleType.BOOL, text, String.class, Texts::isUrl),
                Function.member("getScheme", text, URL, URI.class, url -> orEmpty(url.getScheme())),
                Function.member("getHost", text, URL, URI.class, url -> orEmpty(url.getRawAuthority())),
                Function.member("getHostname", text, URL, URI.class, url -> orEmpty(url.getHost())),
                Function.member(
                        "getPort",
                        text,
                        URL,
                        URI.class,
                        url -> url.getPort() < 0 ? "" : Integer.toString(url.getPort())),
                Function.member("getEscapedPath", text, URL, URI.class, url -> orEmpty(url.getRawPath())));
    }

    private static String orEmpty(@Nullable String part) {
        return Objects.requireNonNullElse(part, "");
    }
}
