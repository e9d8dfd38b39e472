package io.hardgnn.examples.service;

import com.sun.net.httpserver.HttpServer;
import io.hardgnn.error.Excerpt;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.UnresolvedAddressException;

/**
 * Where a server of HTTP listens.
 *
 * @param host name or number of an address of this machine
 * @param port 0 for any
 */
record Address(String host, int port) {

  /**
   * Returns a server that is bound to this address, and not started.
   *
   * @throws IOException if that cannot be; the message names host and port
   */
  HttpServer bound() throws IOException {
    try {
      return HttpServer.create(new InetSocketAddress(host, port), 0);
    } catch (IOException | UnresolvedAddressException e) {
      throw new IOException(
          "cannot listen at " + host + ", port " + port + ": " + Excerpt.sentence(e), e);
    }
  }

  /** Returns what a browser is told; a number of IPv6 stands in brackets there. */
  String url() {
    boolean bare = host.contains(":") && !host.startsWith("[");
    return "http://" + (bare ? "[" + host + "]" : host) + ":" + port + "/";
  }
}
