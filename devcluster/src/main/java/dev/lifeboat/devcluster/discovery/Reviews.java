package dev.lifeboat.devcluster.discovery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lifeboat.devcluster.json.Json;
import dev.lifeboat.devcluster.kind.Version;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Questions about access. Everything is allowed here: the devcluster enforces no RBAC.
public final class Reviews {
    static final List<Version> VERSIONS = List.of(new Version("authorization.k8s.io", "v1"));
    private static final Map<String, String> KINDS = Map.of(
            "selfsubjectaccessreviews", "SelfSubjectAccessReview",
            "selfsubjectrulesreviews", "SelfSubjectRulesReview",
            "subjectaccessreviews", "SubjectAccessReview");

    private Reviews() {}

    static List<ObjectNode> resources(Version version) {
        if (!VERSIONS.contains(version)) {
            return List.of();
        }
        return KINDS.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> resource(entry.getKey(), entry.getValue()))
                .toList();
    }

    /// The answer to a question that is posted; empty when the path is no such question.
    public static Optional<ObjectNode> answer(Version version, String plural, ObjectNode question) {
        var kind = KINDS.get(plural);
        if (!VERSIONS.contains(version) || kind == null) {
            return Optional.empty();
        }
        var answer = question.deepCopy().put("kind", kind).put("apiVersion", version.apiVersion());
        var status = Json.child(answer, "status");
        if (kind.equals("SelfSubjectRulesReview")) {
            status.put("incomplete", false);
            status.putArray("nonResourceRules");
            var rule = status.putArray("resourceRules").addObject();
            List.of("apiGroups", "resources", "verbs")
                    .forEach(field -> rule.putArray(field).add("*"));
        } else {
            status.put("allowed", true).put("reason", "devcluster allows everything");
        }
        return Optional.of(answer);
    }

    private static ObjectNode resource(String plural, String kind) {
        var resource = Json.object().put("name", plural).put("singularName", kind.toLowerCase(Locale.ROOT));
        resource.put("namespaced", false).put("kind", kind);
        resource.putArray("verbs").add("create");
        return resource;
    }
}
