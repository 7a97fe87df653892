# The image compose.yaml builds; make and the desk do not need it.
FROM node:20-bookworm-slim AS front-end
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
RUN apt-get update && apt-get install -y --no-install-recommends python3
COPY scripts scripts
COPY static static
RUN cd scripts && python3 -c "import front_end; front_end.copy_served_files(); front_end.draw_icons()"

FROM python:3.13-slim-bookworm
RUN apt-get update && apt-get install -y --no-install-recommends \
      fontconfig libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
      fonts-noto-cjk fonts-inter \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/arcollect
COPY requirements.lock ./
RUN pip install --no-cache-dir --require-hashes -r requirements.lock
COPY . .
COPY --from=front-end /build/static/vendor static/vendor
RUN useradd --system --create-home arcollect \
    && install -d -o arcollect /var/lib/arcollect \
    && ARCOLLECT_VAR=/tmp/build python manage.py compile_catalogues && rm -r /tmp/build
ENV PYTHONUNBUFFERED=1
USER arcollect
EXPOSE 8000
