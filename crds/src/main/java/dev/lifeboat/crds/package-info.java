/// The API of Lifeboat: the custom resources of group `lifeboat.dev`, as a user writes them and as `kubectl` shows
/// them. Spec and status are records; the CRDs in the chart are generated from them. This package knows no other
/// module.
///
/// Columns, rules and reasons that several kinds have stand with each of them: a kind is read, and changes, by
/// itself.
@NullMarked
package dev.lifeboat.crds;

import org.jspecify.annotations.NullMarked;
