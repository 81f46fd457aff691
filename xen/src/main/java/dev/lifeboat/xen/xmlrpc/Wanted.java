package dev.lifeboat.xen.xmlrpc;

import java.util.Set;

/// Which members of an answer are kept. Bulk reads name the fields they use: records hold some hundred, and
/// texts of a megabyte among them.
///
/// @param structDepth how many structs, itself included, enclose a member that is chosen by name; zero keeps all
public record Wanted(int structDepth, Set<String> members) {

    public static final Wanted EVERYTHING = new Wanted(0, Set.of());

    public Wanted {
        members = Set.copyOf(members);
    }
}
