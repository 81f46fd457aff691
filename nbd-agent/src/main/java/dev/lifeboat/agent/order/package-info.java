/// Does orders: opens pool and storage with the credentials that lie beside the order, hands over to the
/// work, and makes a report of whatever comes of it.
@NullMarked
package dev.lifeboat.agent.order;

import org.jspecify.annotations.NullMarked;
