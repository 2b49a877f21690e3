# Holdfire's program: API, worker and command line are one image, told apart by their verb.

FROM node:24-bookworm-slim AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --include=dev
COPY . .
RUN npm run build && npm prune --omit=dev

FROM node:24-bookworm-slim
# The Temporal client checks certificates against the system's authorities.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends ca-certificates \
  && rm -rf /var/lib/apt/lists/* \
  && install --directory --owner=node --group=node --mode=0700 /data
WORKDIR /app
ENV NODE_ENV=production HOLDFIRE_HOST=0.0.0.0 HOLDFIRE_PORT=8080 HOLDFIRE_DATA=/data
COPY --from=build /build/package.json ./
COPY --from=build /build/node_modules ./node_modules
COPY --from=build /build/dist ./dist
COPY --from=build /build/plans ./plans
COPY --from=build /build/exercises ./exercises
COPY --from=build /build/maps ./maps
COPY --from=build /build/directory.example.yaml ./
# Not root; the program's own files stay root's, so that it cannot alter them.
USER node
VOLUME /data
EXPOSE 8080
ENTRYPOINT ["node", "dist/cli/main.js"]
CMD ["--help"]
