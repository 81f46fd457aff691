/// Figures as people read them: shares and durations. Status fields that end in `Text` come from here.
@NullMarked
package dev.lifeboat.operator.figures;

import org.jspecify.annotations.NullMarked;
