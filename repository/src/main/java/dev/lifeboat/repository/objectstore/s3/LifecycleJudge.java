package dev.lifeboat.repository.objectstore.s3;

import dev.lifeboat.repository.objectstore.StoreSetting;
import dev.lifeboat.repository.objectstore.StoreSetting.State;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.LifecycleExpiration;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.TransitionStorageClass;

/// Whether a bucket's lifecycle rules take objects away from a repository.
final class LifecycleJudge {

    private static final List<TransitionStorageClass> UNREADABLE =
            List.of(TransitionStorageClass.GLACIER, TransitionStorageClass.DEEP_ARCHIVE);

    private final String prefix;

    /// @param prefix of the repository in the bucket, without slashes at its ends
    LifecycleJudge(String prefix) {
        this.prefix = prefix.isEmpty() ? "" : prefix + "/";
    }

    StoreSetting judge(List<LifecycleRule> rules) {
        var ours = rules.stream().filter(this::concernsUs).toList();
        var harmful = ours.stream().flatMap(rule -> harm(rule).stream()).collect(Collectors.joining("; "));
        if (!harmful.isEmpty()) {
            return new StoreSetting(
                    "lifecycle",
                    State.HARMFUL,
                    harmful + ". Exclude the repository from it: retention belongs to Lifeboat, which knows what"
                            + " recovery points need");
        }
        return new StoreSetting(
                "lifecycle",
                State.FINE,
                ours.isEmpty() ? "No rule concerns the repository" : ours.size() + " rules, none takes objects away");
    }

    /// Rules for tagged objects only concern nobody here: no object of a repository has a tag.
    private boolean concernsUs(LifecycleRule rule) {
        boolean tagged = rule.filter() != null
                && (rule.filter().tag() != null
                        || (rule.filter().and() != null && rule.filter().and().hasTags()));
        var start = rulePrefix(rule);
        return rule.status() == ExpirationStatus.ENABLED
                && !tagged
                && (start.startsWith(prefix) || prefix.startsWith(start));
    }

    @SuppressWarnings("deprecation") // Rules of the older form have their prefix there.
    private static String rulePrefix(LifecycleRule rule) {
        var filter = Optional.ofNullable(rule.filter());
        return filter.flatMap(it -> Optional.ofNullable(it.prefix()))
                .or(() -> filter.flatMap(it -> Optional.ofNullable(it.and()))
                        .flatMap(it -> Optional.ofNullable(it.prefix())))
                .or(() -> Optional.ofNullable(rule.prefix()))
                .orElse("");
    }

    private static Optional<String> harm(LifecycleRule rule) {
        var expiration = Optional.ofNullable(rule.expiration()).flatMap(LifecycleJudge::when);
        if (expiration.isPresent()) {
            return Optional.of(name(rule) + " deletes objects " + expiration.orElseThrow());
        }
        return rule.transitions().stream()
                .filter(transition -> UNREADABLE.contains(transition.storageClass()))
                .findFirst()
                .map(transition -> name(rule) + " moves objects to " + transition.storageClassAsString()
                        + ", where they cannot be" + " read");
    }

    private static Optional<String> when(LifecycleExpiration expiration) {
        return Optional.ofNullable(expiration.days())
                .map(days -> days + " days after they were written")
                .or(() -> Optional.ofNullable(expiration.date()).map(date -> "on " + date));
    }

    private static String name(LifecycleRule rule) {
        return "The rule '" + Optional.ofNullable(rule.id()).orElse("without a name") + "' for '" + rulePrefix(rule)
                + "'";
    }
}
