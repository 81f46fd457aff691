package dev.lifeboat.repository.crypto;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A change of who can open a repository.
///
/// @param added one whose name is there already takes its place
/// @param removed what they have learned they keep: a new data key hides what is written from now on
public record Rekey(List<Recipient> added, Set<String> removed, DataKey dataKey) {

    /// What encrypts from now on.
    public enum DataKey {
        /// The same as before.
        KEEP,
        /// A new one, wrapped for every recipient. What is stored keeps the key that it has.
        NEW
    }

    public Rekey {
        added = List.copyOf(added);
        removed = Set.copyOf(removed);
    }

    public static Rekey nothing() {
        return new Rekey(List.of(), Set.of(), DataKey.KEEP);
    }

    public Rekey adding(Recipient recipient) {
        var all = new ArrayList<>(added);
        all.add(recipient);
        return new Rekey(all, removed, dataKey);
    }

    public Rekey removing(String name) {
        var all = new HashSet<>(removed);
        all.add(name);
        return new Rekey(added, all, dataKey);
    }

    public Rekey withNewDataKey() {
        return new Rekey(added, removed, DataKey.NEW);
    }
}
