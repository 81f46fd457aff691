/// How XAPI values travel: XML-RPC and JSON-RPC, both directions. Knows no class and no method of the API.
@NullMarked
package dev.lifeboat.simulator.rpc;

import org.jspecify.annotations.NullMarked;
