package org.cotejo.server;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;

/// What the intake answers, as HTTP.
final class Responses {
  private Responses() {}

  static FullHttpResponse of(Refusal refusal) {
    Refusal.Problem problem = refusal.problem();
    FullHttpResponse response =
        of(
            HttpResponseStatus.valueOf(problem.status()),
            "application/problem+json",
            refusal.body());
    if (refusal.retryAfter() > 0) {
      response.headers().set(HttpHeaderNames.RETRY_AFTER, refusal.retryAfter());
    }
    if (problem == Refusal.Problem.METHOD) {
      response.headers().set(HttpHeaderNames.ALLOW, HttpMethod.POST);
    }
    return response;
  }

  static FullHttpResponse of(HttpResponseStatus status, String type, byte[] body) {
    var response =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(body));
    response.headers().set(HttpHeaderNames.CONTENT_TYPE, type);
    response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, body.length);
    return response;
  }
}
