package dev.lifeboat.operator.selection;

/// Why a disk is left out.
///
/// @param detail which rule, in a sentence without its end
public record Exclusion(Reason reason, String detail) {
    public enum Reason {
        NameMarker,
        ExcludeRule,
        NotIncluded
    }
}
