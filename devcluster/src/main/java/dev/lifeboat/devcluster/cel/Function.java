package dev.lifeboat.devcluster.cel;

import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.TypeParamType;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelFunctionOverload.Binary;
import dev.cel.runtime.CelFunctionOverload.Unary;
import java.util.List;

/// One overload of a library function: how rules may call it and what it does.
record Function(String name, CelOverloadDecl declaration, CelFunctionBinding binding) {
    static final CelType ANY_ITEM = TypeParamType.create("T");
    static final CelType ANY_LIST = ListType.create(ANY_ITEM);

    /// `body(argument)`, or `argument.body()` as a member.
    static <A> Function global(String name, CelType result, CelType argument, Class<A> type, Unary<A> body) {
        var id = "k8s_" + name;
        return new Function(
                name, CelOverloadDecl.newGlobalOverload(id, result, argument), CelFunctionBinding.from(id, type, body));
    }

    static <A> Function member(String name, CelType result, CelType target, Class<A> type, Unary<A> body) {
        var id = "k8s_%s_%s".formatted(target.name(), name);
        return new Function(
                name, CelOverloadDecl.newMemberOverload(id, result, target), CelFunctionBinding.from(id, type, body));
    }

    static <A, B> Function member(
            String name, CelType result, Argument<A> target, Argument<B> argument, Binary<A, B> body) {
        var id = "k8s_%s_%s_%s"
                .formatted(target.type().name(), name, argument.type().name());
        return new Function(
                name,
                CelOverloadDecl.newMemberOverload(id, result, target.type(), argument.type()),
                CelFunctionBinding.from(id, target.java(), argument.java(), body));
    }

    /// As a member of `list(item)`, where the same name has one overload per type of item.
    static Function listMember(String name, CelType result, CelType item, Unary<List<?>> body) {
        var id = "k8s_list_%s_%s".formatted(item.name(), name);
        return new Function(
                name,
                CelOverloadDecl.newMemberOverload(id, result, ListType.create(item)),
                CelFunctionBinding.from(id, List.class, list -> body.apply(list)));
    }

    /// A parameter: its CEL type and the Java type of its values.
    record Argument<A>(CelType type, Class<A> java) {}
}
