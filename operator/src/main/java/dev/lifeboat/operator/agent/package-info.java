/// Agents as Jobs: how one is started, watched and stopped. It knows what a Job looks like and nothing of what an order
/// is for.
@NullMarked
package dev.lifeboat.operator.agent;

import org.jspecify.annotations.NullMarked;
