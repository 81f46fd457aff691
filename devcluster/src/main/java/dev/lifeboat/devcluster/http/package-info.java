/// The HTTP face: paths, query parameters, bodies, answers, watch streams. No rule about objects lives here.
@NullMarked
package dev.lifeboat.devcluster.http;

import org.jspecify.annotations.NullMarked;
