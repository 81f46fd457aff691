/// What we measure of ourselves beside what the frameworks measure: names start with `lifeboat_`, VMs are named by
/// UUID.
@NullMarked
package dev.lifeboat.operator.metrics;

import org.jspecify.annotations.NullMarked;
