/// The Helm chart, linted and rendered by Helm itself in this process; no cluster is involved.
@NullMarked
package dev.lifeboat.e2e.chart;

import org.jspecify.annotations.NullMarked;
