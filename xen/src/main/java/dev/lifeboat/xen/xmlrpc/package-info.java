/// XML-RPC as XAPI speaks it, on Apache XML-RPC. The only package that sees that library's types, or XML;
/// it knows nothing of sessions or of what calls mean. Whatever the peer sends, nothing but plain values
/// comes out of here: no class is loaded, no entity resolved, no document deeper, longer
/// or more costly to keep than the limits.
@NullMarked
package dev.lifeboat.xen.xmlrpc;

import org.jspecify.annotations.NullMarked;
