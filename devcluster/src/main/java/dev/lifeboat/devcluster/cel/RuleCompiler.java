package dev.lifeboat.devcluster.cel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.common.types.CelType;
import dev.cel.common.types.OptionalType;
import dev.cel.common.types.SimpleType;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.lifeboat.devcluster.json.Json;
import java.util.Optional;

/// Compiles the rules of one schema.
final class RuleCompiler {
    private static final CelOptions OPTIONS = CelOptions.current()
            .enableHeterogeneousNumericComparisons(true)
            .enableOptionalSyntax(true)
            .enableTimestampEpoch(true)
            .build();
    private static final String OPTIONAL_SELECT = "_?._";

    private final Cel base;

    RuleCompiler(SchemaTypes types) {
        base = CelFactory.standardCelBuilder()
                .setOptions(OPTIONS)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .setTypeProvider(types)
                .addCompilerLibraries(
                        CelExtensions.optional(),
                        CelExtensions.strings(),
                        CelExtensions.bindings(),
                        CelExtensions.sets(OPTIONS))
                .addRuntimeLibraries(CelExtensions.optional(), CelExtensions.strings(), CelExtensions.sets(OPTIONS))
                .addFunctionDeclarations(Library.declarations())
                .addFunctionBindings(Library.bindings())
                .build();
    }

    Rule compile(JsonNode source, CelType self) {
        var optionalOld = source.path("optionalOldSelf").asBoolean();
        var cel = base.toCelBuilder()
                .addVar("self", self)
                .addVar("oldSelf", optionalOld ? OptionalType.create(self) : self)
                .build();
        var rule = syntax(cel, Json.textAt(source, "rule"), SimpleType.BOOL);
        var message = Json.textAt(source, "messageExpression");
        return new Rule(
                source,
                program(cel, rule),
                message.isEmpty()
                        ? Optional.empty()
                        : Optional.of(program(cel, syntax(cel, message, SimpleType.STRING))),
                transition(rule, optionalOld));
    }

    private static CelAbstractSyntaxTree syntax(Cel cel, String text, CelType result) {
        try {
            var tree = cel.compile(text).getAst();
            if (!result.isAssignableFrom(tree.getResultType())) {
                throw new RuleRefused("must evaluate to %s".formatted(result.name()));
            }
            refuseChainedOptionals(tree);
            return tree;
        } catch (CelValidationException e) {
            throw new RuleRefused("compilation failed: " + e.getMessage());
        }
    }

    /// `a.?b.?c` on maps comes out wrong in the library used here: better no answer than a wrong one.
    private static void refuseChainedOptionals(CelAbstractSyntaxTree tree) {
        var chained = CelNavigableAst.fromAst(tree)
                .getRoot()
                .allNodes()
                .filter(RuleCompiler::optionalSelect)
                .anyMatch(node -> node.children()
                        .findFirst()
                        .filter(RuleCompiler::optionalSelect)
                        .isPresent());
        if (chained) {
            throw new RuleRefused("devcluster cannot evaluate chained optional fields (a.?b.?c): use has()");
        }
    }

    private static boolean optionalSelect(CelNavigableExpr node) {
        return node.getKind() == Kind.CALL && node.expr().call().function().equals(OPTIONAL_SELECT);
    }

    private static CelRuntime.Program program(Cel cel, CelAbstractSyntaxTree tree) {
        try {
            return cel.createProgram(tree);
        } catch (CelEvaluationException e) {
            throw new RuleRefused("program instantiation failed: " + e.getMessage());
        }
    }

    private static Rule.Transition transition(CelAbstractSyntaxTree rule, boolean optionalOld) {
        var readsOld = CelNavigableAst.fromAst(rule)
                .getRoot()
                .allNodes()
                .filter(node -> node.getKind() == Kind.IDENT)
                .anyMatch(node -> node.expr().ident().name().equals("oldSelf"));
        if (!readsOld) {
            return Rule.Transition.NONE;
        }
        return optionalOld ? Rule.Transition.OPTIONAL_OLD : Rule.Transition.NEEDS_OLD;
    }
}
