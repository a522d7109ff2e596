FROM node:22-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --include=dev
COPY tsconfig.json tsconfig.build.json ./
COPY libs libs
COPY apps apps
COPY packages packages
COPY scripts scripts
COPY docs/idp docs/idp
RUN npm run build && npm prune --omit=dev \
  && npm sbom --omit dev --sbom-format cyclonedx > sbom.cdx.json

FROM node:22-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
WORKDIR /app
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY --from=build /app/sbom.cdx.json ./
COPY package.json LICENSE ./
USER node
EXPOSE 3000
CMD ["node", "--max-semi-space-size=64", "dist/apps/rollcall/src/main.js"]
