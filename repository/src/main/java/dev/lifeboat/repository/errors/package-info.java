/// Everything this module throws: one closed family, so that a caller can decide exhaustively who has to act.
/// Knows no layer; keys and ids appear as the text a person would search for.
@NullMarked
package dev.lifeboat.repository.errors;

import org.jspecify.annotations.NullMarked;
